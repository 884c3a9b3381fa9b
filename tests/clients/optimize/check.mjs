// Calls a running sandbox through @camunda8/sdk. Reads its targets as JSON from standard input and writes, as one line
// of JSON, what became of each call: { target, call, value } or { target, call, error }.
import { readFileSync } from 'node:fs'
import sdk from '@camunda8/sdk'

const targets = JSON.parse(readFileSync(0, 'utf8'))
const outcomes = []

function client(target) {
  const config = {
    CAMUNDA_OPTIMIZE_BASE_URL: target.uri,
    CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
    CAMUNDA_SUPPORT_LOG_ENABLED: false,
    ...(target.token
      ? { CAMUNDA_AUTH_STRATEGY: 'BEARER', CAMUNDA_OAUTH_TOKEN: target.token }
      : {
          CAMUNDA_AUTH_STRATEGY: 'OAUTH',
          CAMUNDA_OAUTH_URL: target.tokenUri,
          CAMUNDA_OPTIMIZE_OAUTH_AUDIENCE: target.audience,
          ZEEBE_CLIENT_ID: target.clientId,
          ZEEBE_CLIENT_SECRET: target.clientSecret,
        }),
  }
  return new sdk.Camunda8(config).getOptimizeApiClient()
}

async function attempt(target, call, work) {
  try {
    outcomes.push({ target: target.name, call, value: (await work()) ?? null })
  } catch (error) {
    outcomes.push({ target: target.name, call, error: error.response?.statusCode ?? error.name })
  }
}

for (const target of targets) {
  const optimize = client(target)
  const run = (call, work) => attempt(target, call, work)
  await run('getReadiness', async () => void (await optimize.getReadiness()))
  await run('getDashboardIds', async () => (await optimize.getDashboardIds(target.collectionId)).map((item) => item.id))
  await run('exportDashboardDefinitions', async () =>
    (await optimize.exportDashboardDefinitions(target.dashboardIds)).map((entity) => entity.id))
  await run('exportReportDefinitions', async () =>
    (await optimize.exportReportDefinitions([target.reportId])).map((entity) => entity.id))
  await run('disableSharing', async () => void (await optimize.disableSharing()))
  await run('ingestExternalVariable', async () => void (await optimize.ingestExternalVariable([
    { id: '1', name: 'carrier', type: 'String', value: 'post', processInstanceId: '2', processDefinitionKey: target.process },
  ])))
  await run('labelVariables', async () => void (await optimize.labelVariables({
    definitionKey: target.process,
    labels: [{ variableName: 'carrier', variableType: 'String', variableLabel: 'Carrier' }],
  })))
  await run('getReportIds', async () => (await optimize.getReportIds(target.collectionId)).map((item) => item.id))
  await run('exportReportResultData', async () => (await optimize.exportReportResultData(target.reportId).next()).numberOfRecordsInResponse)
  await run('importEntities', () => optimize.importEntities(target.collectionId, []))
  await run('deleteReport', async () => void (await optimize.deleteReport(target.reportId)))
  await run('enableSharing', async () => void (await optimize.enableSharing()))
}

// Whatever timers the package keeps must not keep this process.
process.stdout.write(JSON.stringify(outcomes) + '\n', () => process.exit(0))
