"""The tests of feedsvc, and programs that go with them.

This file keeps a package of the same name out that comes with Flask-WebSub.
"""
