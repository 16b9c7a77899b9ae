"""The media of contact with a member. Pure."""

from typing import Literal

Medium = Literal["whatsapp", "phone", "visit", "email", "letter", "counter", "other"]
