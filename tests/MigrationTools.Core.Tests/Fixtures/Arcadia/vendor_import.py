# The vendor's sample for an import, from the page "Migration with REST APIs". Mended: address and key come from the
# environment, the file's path from the command line, and print is a function by now.
import os
import sys

import requests
headers = {'AUTHORIZATION':'apikey ' + os.environ['ARCVIZ_KEY']}
payload = {'dry_run': False, "dataconnection_name":"data_connection"}
files = {'import_file': open(sys.argv[1],'r')}
r = requests.post(os.environ['ARCVIZ'] + '/arc/migration/api/import/',files=files, data=payload, headers=headers)
print(r.status_code) # 200 is success
