"""What the pages say to those whom they do not let on."""

OTHER_SITE = "This was sent from another site's page. Open the page here, and send it again."
TOO_LARGE = "That is too much to be a question. Send less."
TOO_SLOW = "That took too long to arrive. Check your connection and send it again."
OLD_FORM = "This form is too old or was not made for you. Go back, load the page again, and resend."


def other_host(address: str) -> str:
    """Return where the pages are, for somebody who came by another name of the server."""
    return f"The pages are at {address}; open that address."


def too_often(seconds: int) -> str:
    """Return that somebody must wait, and how long."""
    unit = "second" if seconds == 1 else "seconds"
    return f"That was a lot at once. Please wait {seconds} {unit}, then try again."
