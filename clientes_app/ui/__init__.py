"""Reflex, and nothing else knows it: the frame of every page, and one package a feature."""
