"""The picture door: objects or changes in; a picture of them as SVG, Mermaid or HTML out."""
