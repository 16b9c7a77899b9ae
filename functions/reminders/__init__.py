"""The reminders room: rules, templates, the planning of messages and their delivery."""
