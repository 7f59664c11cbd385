"""What pages and API read: frozen views without a word of any language but what people and diagrams wrote."""
