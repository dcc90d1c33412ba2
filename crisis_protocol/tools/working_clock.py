from datetime import timedelta

import pytz

# Working hours are read in stretches, as far ahead as anybody asks, but no further.
STRETCH = timedelta(days=35)
HORIZON = timedelta(days=1400)
# Odoo ends a day at the last microsecond before midnight.
SEAM = timedelta(seconds=1)
# Hours that go on for longer have neither a closing nor an opening time.
ENDLESS = timedelta(days=7)


class WorkingClock:
    """The working hours of a calendar, read once and asked often.

    Odoo's own `plan_hours` reads attendances and leaves anew for each question; a
    sweep over hundreds of duties of one desk asks hundreds of times.

    All times are naive UTC. Holidays and breaks count, in the calendar's time zone.
    """

    def __init__(self, calendar):
        self._calendar = calendar
        self._intervals = []
        self._start = self._end = None

    def after(self, start, minutes):
        """Return when so many working minutes have passed, or None if never."""
        left = timedelta(minutes=minutes)
        for begin, end in self._from(start):
            begin = max(begin, start)
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return None

    def closing(self, moment):
        """Return the end of the working day at or after this moment, or None.

        The end of the day, not the beginning of a break: hours that begin on one
        local day belong together, and a night shift is one with its evening.
        """
        closing = day = None
        for begin, end in self._from(moment):
            if closing and self._day(begin) != day:
                break
            if end - begin > ENDLESS:
                return None
            closing, day = end, self._day(begin)
        return closing

    def opening(self, moment):
        """Return the next beginning of working hours at or after the moment."""
        for begin, end in self._from(moment):
            if end - begin > ENDLESS:
                return None
            if begin >= moment:
                return begin
        return None

    def night(self, moment):
        """Return from when until when the desk is away, or None if it never is.

        Out of hours that is from now to the next opening, else the coming night.
        """
        begin, _end = next(self._from(moment), (None, None))
        if not begin:
            return None
        today = [b for b, end in self._intervals if end <= moment]
        is_break = bool(today) and self._day(today[-1]) == self._day(begin)
        is_night = begin > moment and not is_break
        start = moment if is_night else self.closing(moment)
        end = start and self.opening(start)
        return (start, end) if end else None

    def is_open(self, moment):
        """Tell whether the moment lies within working hours."""
        begin, end = next(self._from(moment), (None, None))
        return bool(begin) and begin <= moment < end

    def _day(self, moment):
        zone = pytz.timezone(self._calendar.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _from(self, moment):
        """Yield the hours that end after the moment, as far as anybody asks."""
        if not self._start or not (
            self._start + ENDLESS <= moment <= self._end + STRETCH
        ):
            self._intervals = []
            midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
            self._start = self._end = midnight - ENDLESS - timedelta(days=1)
        place = 0
        while place < len(self._intervals) or self._end < moment + HORIZON:
            if place == len(self._intervals) or self._may_go_on(place):
                self._read_on()
                continue
            begin, end = self._intervals[place]
            place += 1
            if end > moment:
                yield begin, end

    def _may_go_on(self, place):
        """Whether the hours at this place end only because the reading did."""
        begin, end = self._intervals[place]
        return end >= self._end and end - begin <= ENDLESS

    def _read_on(self):
        start, end = self._end, self._end + STRETCH
        found = self._calendar._work_intervals_batch(
            pytz.utc.localize(start), pytz.utc.localize(end)
        )[False]
        for begin, stop, _meta in found:
            begin, stop = _naive(begin), _naive(stop)
            last = self._intervals[-1:] or [(begin, begin - ENDLESS)]
            if begin - last[0][1] < SEAM and last[0][1] - last[0][0] <= ENDLESS:
                begin = self._intervals.pop()[0]
            self._intervals.append((begin, stop))
        self._end = end


def _naive(moment):
    moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
    if moment.microsecond:
        moment = moment.replace(microsecond=0) + timedelta(seconds=1)
    return moment
