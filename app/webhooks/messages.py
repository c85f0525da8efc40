"""What a message says and how it is signed.

A message is a CloudEvent of ids and codes: whoever wants to know more reads the record
through the API, as somebody who may. It is signed as Standard Webhooks has it.
"""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime

from cloudevents.core.bindings.http import to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from standardwebhooks import Webhook as Signer

from app.webhooks.models import Delivery

SECRET_BYTES = 32
SIGNED_AS = "whsec_"


def new_secret() -> str:
    """Make what messages are signed with."""
    key = b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return f"{SIGNED_AS}{key}"


def message(
    delivery: Delivery, secrets_now: Sequence[str], base_url: str, at: datetime
) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body of a message, signed with each secret."""
    event = CloudEvent(
        attributes={
            "specversion": "1.0",
            "id": delivery.id,
            "source": f"{base_url.rstrip('/')}/organisations/{delivery.by_id}",
            "type": f"hearth.{delivery.what}",
            "subject": delivery.record_id,
            "time": delivery.at,
            "datacontenttype": "application/json",
            # To be compared as text: later messages come later.
            "sequence": f"{delivery.number:012}",
        },
        data={
            "record_type": delivery.record_type,
            "record_id": delivery.record_id,
            "by": delivery.by_id,
        },
    )
    made = to_structured(event, JSONFormat())
    text = made.body.decode()
    signatures = (Signer(one).sign(delivery.id, at, text) for one in secrets_now)
    return {
        **made.headers,
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
        "user-agent": "Hearth",
    }, made.body
