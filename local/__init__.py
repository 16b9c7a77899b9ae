"""The embedded run: everything of template.yaml on this computer, without a cloud."""
