"""The page «Calidad del catálogo»."""
