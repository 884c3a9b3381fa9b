# The vendor's sample, in a loop: a request for each dashboard, one after the other, each answer whole in memory.
import json
import os
import sys
import time

import requests

job = json.loads(os.environ['MIGRATIONTOOLS_BENCH'])
headers = {'AUTHORIZATION': 'apikey ' + job['devKey']}


def memory(name):
    if not os.path.exists('/proc/self/status'):
        return 0
    with open('/proc/self/status') as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name + ':'))


def export(ids, path):
    payload = {'dashboards': ids, 'filename': 'bench', 'dry_run': 'False'}
    r = requests.get(job['devUri'] + '/arc/migration/api/export/', headers=headers, params=payload)
    r.raise_for_status()
    if path:
        with open(path, 'w') as f:
            f.write(r.text)


export('[]', None)
idle = memory('VmRSS')
start = time.perf_counter()
for identifier in job['ids']:
    export('[%s]' % identifier, os.path.join(job['folder'], identifier + '.json'))
seconds = time.perf_counter() - start
files = sum(1 for name in os.listdir(job['folder']) if name.endswith('.json'))
json.dump({'seconds': [seconds], 'idle': idle, 'peak': memory('VmHWM'), 'items': files}, sys.stdout)
print()
