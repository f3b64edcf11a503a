"""stats.*"""
