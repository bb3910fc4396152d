"""What stands between the network and the pages: headers, cookies, and who may fetch what.

Plain ASGI, so that it holds for everything the server answers, whatever draws the pages.
"""
