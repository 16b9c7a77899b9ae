"""Phones, e-mails, addresses, consents, the timeline, and WhatsApp."""
