"""The service for any WSGI server: `gunicorn wsgi:app`. FEEDSVC_ARTICLES names the folder."""

from feedsvc.web import app_from_environment

app = app_from_environment()
