"""The pages and the JSON API: windows on the store. Needs the extra ``web``: ``pip install 'truceline[web]'``."""
