"""A place and what is known of it: observations of all vintages, settings, targets, the office's actions."""
