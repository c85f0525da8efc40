"""E-mail through GOV.UK Notify."""

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests.exceptions import RequestException

from app.notifications.port import Message, RefusedError, TryAgainError, UnclearError

TIMEOUT = 30
# Not the message, but the key, the team, or how much was sent: that may change.
NOT_THE_MESSAGES_FAULT = {401, 403, 429}


class NotifyCarrier:
    """Sends by Notify, with a template of ((subject)) and ((body))."""

    can_ask = True

    def __init__(self, key: str, template: str, address: str) -> None:
        self._client = NotificationsAPIClient(key, base_url=address, timeout=TIMEOUT)
        self._template = template

    def send(self, message: Message, *, again: bool) -> None:
        """Send an e-mail, unless it was sent before."""
        if again and self._was_taken(message.reference):
            return
        try:
            self._client.send_email_notification(
                email_address=message.to,
                template_id=self._template,
                personalisation={"subject": message.subject, "body": message.body},
                reference=message.reference,
            )
        except HTTPError as failed:
            raise _meant(failed) from None
        except RequestException as failed:
            raise UnclearError(type(failed).__name__) from None

    def _was_taken(self, reference: str) -> bool:
        try:
            found = self._client.get_all_notifications(reference=reference)
        except (HTTPError, RequestException) as failed:
            raise TryAgainError(type(failed).__name__) from None
        return bool(found["notifications"])


def _meant(failed: HTTPError) -> Exception:
    code = failed.status_code
    if code >= 500:
        # It may have been taken before something failed: the next try asks.
        return UnclearError(str(code))
    if code in NOT_THE_MESSAGES_FAULT:
        return TryAgainError(str(code))
    return RefusedError(str(code))
