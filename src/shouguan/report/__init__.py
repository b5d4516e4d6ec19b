"""From Outlooks to a page: facts, words, tables, charts, and the gate before publishing."""
