# The vendor's sample for an export, from the page "Migration with REST APIs". Mended: address and key come from the
# environment, the file's path from the command line, and the line that writes the file, lost in print, is back.
import os
import sys

import requests
headers = {'AUTHORIZATION':'apikey ' + os.environ['ARCVIZ_KEY']}
payload = {'dashboards': '[2115, 2110]', 'filename': 'apitestmigration', 'dry_run':'False'}
r = requests.get(os.environ['ARCVIZ'] + '/arc/migration/api/export/', headers=headers, params=payload)
with open(sys.argv[1], 'w') as f:
    f.write(r.text)
