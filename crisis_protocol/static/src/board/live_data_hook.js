import { onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { useBus, useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;

const SECOND = 1000;
/** Several changes in a row are fetched at once, and not by all screens at once. */
const DELAY = SECOND;
const SPREAD = SECOND;
/** What is late becomes so without any change, and a websocket may be missing. */
const POLL = 60 * SECOND;
/** Longer than this, no answer is a long one. */
const PATIENCE = 20 * SECOND;
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/**
 * Data that follow the server: fetched when it says that something has changed, and
 * once a minute, as long as somebody can see the page. What was fetched last stays
 * when the server can't be reached.
 *
 * @template T
 * @param {object} params
 * @param {string} params.channel what to listen to
 * @param {string} params.type the notification that says so
 * @param {() => Promise<T>} params.fetch
 * @returns {{data: T, asOf: DateTime, isOld: boolean}} reactive; `asOf`: when `data`
 *     were fetched, `isOld`: whether a later attempt has failed, or is not answered
 */
export function useLiveData({ channel, type, fetch }) {
    const bus = useService("bus_service");
    const live = useState({ data: null, asOf: null, isOld: false });
    let timer, poll, missed, request, since, again;

    async function load() {
        const own = fetch();
        request = own;
        since = DateTime.now();
        try {
            const data = await own;
            if (own === request) {
                Object.assign(live, { data, asOf: DateTime.now(), isOld: false });
            }
        } finally {
            if (own === request) {
                request = null;
            }
        }
    }
    /** Whether an answer is still to come, so that it is not asked for twice. */
    function isWaiting() {
        if (request && DateTime.now() - since > PATIENCE) {
            // a server that hangs says nothing at all, and holds the connection
            live.isOld = true;
            request.abort?.(false);
            request = null;
        }
        return Boolean(request);
    }
    async function reload() {
        missed = document.visibilityState === "hidden";
        again = !missed && isWaiting();
        if (missed || again) {
            return;
        }
        try {
            await load();
        } catch (error) {
            live.isOld = true;
            if (error.exceptionName === SESSION_EXPIRED) {
                // nothing comes any more until somebody logs in: Odoo says so
                browser.clearInterval(poll);
                throw error;
            }
        } finally {
            if (again) {
                reloadSoon();
            }
        }
    }
    function reloadSoon() {
        timer ??= browser.setTimeout(() => {
            timer = null;
            reload();
        }, DELAY + Math.random() * SPREAD);
    }
    function onVisible() {
        if (missed) {
            reload();
        }
    }

    onWillStart(load);
    useBus(bus, "BUS:RECONNECT", reloadSoon);
    onMounted(() => {
        bus.addChannel(channel);
        bus.subscribe(type, reloadSoon);
        poll = browser.setInterval(reload, POLL);
        document.addEventListener("visibilitychange", onVisible);
    });
    onWillUnmount(() => {
        again = false;
        bus.unsubscribe(type, reloadSoon);
        bus.deleteChannel(channel);
        browser.clearInterval(poll);
        browser.clearTimeout(timer);
        document.removeEventListener("visibilitychange", onVisible);
    });
    return live;
}
