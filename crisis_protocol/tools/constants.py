"""What several models have in common: choices, and how much is too much."""

# Answer to a yes/no question that may not have been asked yet.
ANSWERS = [("not_asked", "Not asked yet"), ("yes", "Yes"), ("no", "No")]
# What became of the question whether the customer accepts the explanation.
ANSWERS_EXPLANATION = [*ANSWERS, ("unsaid", "Asked, he did not say")]
# Longer texts belong into a file; in characters.
MAX_TEXT = 1_000_000
# How bad it is for the customer who is himself in the news.
GRADES = [("watch", "Watch"), ("critical", "Critical"), ("crisis", "Crisis")]
# Fields of the document that a protocol can ask for.
ASKABLE_FIELDS = [
    ("description", "What happened"),
    ("date_occurred", "Since when"),
    ("customer_effect", "Effect on the customer"),
    ("contact_id", "Contact"),
    ("has_bulletin", "Bulletin"),
    ("has_picture", "Picture"),
    ("has_video", "Video"),
    ("media_ids", "Media wanted"),
    ("keywords", "Keywords"),
    ("exclusions", "Exclusions"),
    ("presentation", "Presentation"),
    ("timing", "Timing"),
    ("date_first_delivery", "First delivery"),
    ("after_hours_follow", "To follow after hours"),
    ("after_hours_route", "To route after hours"),
    ("inform_written", "To inform in writing outside Odoo"),
    ("inform_oral", "To inform orally outside Odoo"),
]
# The field that says more, where the answer is yes.
NOTES = {
    "has_bulletin": "material_note",
    "has_picture": "material_note",
    "has_video": "material_note",
    "after_hours_follow": "after_hours_note",
    "after_hours_route": "after_hours_note",
    "inform_written": "inform_written_note",
    "inform_oral": "inform_oral_note",
}
# Where the files stand that belong to an answer of yes.
FILES = {
    "has_bulletin": "bulletin_ids",
    "has_picture": "picture_ids",
    "has_video": "video_ids",
}
# How one speaks to the customer.
CHANNELS = [
    ("phone", "Telephone"),
    ("email", "Mail"),
    ("message", "Message"),
    ("meeting", "In person"),
]
# One notch down, for each of the two readings of how the case runs.
WORSE = {"unknown": "strained", "good": "strained", "strained": "bad", "bad": "bad"}
# What the customer may answer when he is asked how it stands.
ANSWERS_OVER = [
    ("still", "It is still going on"),
    ("better", "It is better"),
    ("over", "It is over"),
]
# What a customer's words say of how it stands; where both are said, the first counts.
WORDS_SAY = [
    ("goes_on", "It goes on, or he is not content"),
    ("refuses", "The explanation is not enough for him"),
    ("over", "It is over, or he is content"),
]
DUTY_STATES = [
    ("open", "Open"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
# How a duty ended, for figures.
OUTCOMES = [
    ("open", "Open"),
    ("on_time", "On time"),
    ("late", "Late"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
# Ids of the kinds of duties must not meet in one list.
DUTY_PARTS = 16
# Roles of phrases that must not be there.
TO_AVOID = ("discouraged", "forbidden")
# What is kept of a longer message, in characters; the message has the rest.
MAX_WORD = 500
# What is wrong with a news item or a figure, and how far its recovery is.
ITEM_KINDS = [
    ("missing", "Missing item"),
    ("hidden", "Can't be displayed"),
    ("summary", "Not in the summary"),
    ("value", "Wrong value"),
]
ITEM_STATES = [
    ("open", "Not recovered"),
    ("recovered", "Recovered"),
    ("sent", "Sent"),
]
# Who besides must hear of a case.
AUDIENCES = [
    ("customer", "Customers"),
    ("partner", "Partners"),
    ("employee", "Employees"),
    ("authority", "Authorities"),
]
# What the columns that all figures have are read from, for `_depends`.
CASE_FIELDS = (
    "protocol_id",
    "category_id",
    "level_id",
    "team_id",
    "company_id",
    "commercial_partner_id",
    "is_drill",
)
# Whoever has the board open listens here; see `ir.websocket`.
BOARD_CHANNEL = "crisis_board"
BOARD_CHANGED = "crisis_board/changed"

# What is left out of a case by a dialog that asks why; kinds of `crisis.override`.
LEFT_OUT = [
    ("question", "Question does not apply"),
    ("items", "No items to list"),
    ("delivery", "Delivery not passed on"),
]
