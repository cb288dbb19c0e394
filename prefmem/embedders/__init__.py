"""Embedders: MiniLM on ONNX Runtime by default, and adapters to other libraries and services."""
