# The way of the vendor's Python client: the file is cut into parts that all lie in memory, five go at a time, and the
# state is asked for every two seconds.
import concurrent.futures
import json
import os
import sys
import time

import requests

job = json.loads(os.environ['MIGRATIONTOOLS_BENCH'])
session = requests.Session()
session.trust_env = False
session.headers['X-Esri-Authorization'] = 'Bearer ' + job['prodKey']
content = job['prodUri'] + '/sharing/rest/content'
user = content + '/users/importer1'


def memory(name):
    if not os.path.exists('/proc/self/status'):
        return 0
    with open('/proc/self/status') as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name + ':'))


def post(address, **form):
    r = session.post(address, data={'f': 'json', **form})
    r.raise_for_status()
    answer = r.json()
    if 'error' in answer:
        raise RuntimeError(answer['error'])
    return answer


def add(number, part):
    r = session.post(user + '/items/' + item + '/addPart', data={'f': 'json', 'partNum': number}, files={'file': ('part', part)})
    r.raise_for_status()


idle = memory('VmRSS')
start = time.perf_counter()
length = os.path.getsize(job['source'])
size = 35000000 if length > 1000000000 else 25000000
item = post(user + '/addItem', title='peer', type='Export Package', tags='epk', multipart='true', filename='peer.epk')['id']
parts = []
with open(job['source'], 'rb') as f:
    while True:
        part = f.read(size)
        if not part:
            break
        parts.append(part)
with concurrent.futures.ThreadPoolExecutor(max_workers=5) as pool:
    list(pool.map(add, range(1, len(parts) + 1), parts))
post(user + '/items/' + item + '/commit', type='Export Package')
while post(user + '/items/' + item + '/status')['status'] != 'completed':
    time.sleep(2)
seconds = time.perf_counter() - start
sent = post(content + '/items/' + item)['size']
json.dump({'seconds': [seconds], 'idle': idle, 'peak': memory('VmHWM'), 'items': sent}, sys.stdout)
print()
