"""What the bot says on its own pages and nowhere else, in plain English."""

BRAND = "Review bot"
TAGLINE = "What the papers say about the children's social care review"
SKIP = "Skip to the content"
NAV_LABEL = "Pages"
NAV = (("/", "Ask"),)
NO_PAGE = "There is no such page here. The links above lead to those that there are."
REFUSED = "This request cannot be answered as it was sent. Please go back and try again."
SORRY = "Sorry"
ASK_HEADING = "Ask the papers"
ASK_LEAD = "Answers in the papers' own words, each with the paragraph it comes from."
EXAMPLES = "For example"
YOU_ASKED = "You asked"
