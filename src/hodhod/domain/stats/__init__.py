"""Statistics of channels and supergroups. core.telegram.org/api/stats"""
