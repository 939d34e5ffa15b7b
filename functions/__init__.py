"""Storeyard: HTTP functions, worker and reaper that provision online stores on Kubernetes."""
