"""Mail that arrives: what a raw mail says (RFC 5322), who wrote it, and which words of it are new.

Pure, and loaded only by the functions that take mail. Any bytes give an `IncomingMail`: what can't be read is missing
from it, nothing is raised. What is decided on it is decided elsewhere (docs/decisions/0023-mail-that-arrives.md).
"""

from mentoring.incoming.automatic import Automatic, Ours
from mentoring.incoming.mail import Attachment, IncomingMail, read

__all__ = ["Attachment", "Automatic", "IncomingMail", "Ours", "read"]
