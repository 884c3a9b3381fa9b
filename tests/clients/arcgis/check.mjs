// Esri's own JavaScript client against a portal: log in, add an item in parts, commit, read its status, delete it.
// PORTAL is the address of /sharing/rest; PORTAL_USER and PORTAL_PASSWORD an account; the argument is a file.
// Prints one line of JSON a step, and waits for a line of input before it deletes.
import { openAsBlob } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ArcGISIdentityManager } from "@esri/arcgis-rest-request";
import {
  addItemPart, cancelItemUpload, commitItemUpload, createItem, getItem, getItemParts, getItemStatus, getSelf, removeItem,
} from "@esri/arcgis-rest-portal";

const PART = 5_000_000;
const portal = process.env.PORTAL;
const { PORTAL_USER: username, PORTAL_PASSWORD: password } = process.env;
const say = (step, facts) => console.log(JSON.stringify({ step, ...facts }));

async function logIn() {
  const wrong = await ArcGISIdentityManager.signIn({ username, password: password + "!", portal }).catch((error) => error);
  const authentication = await ArcGISIdentityManager.signIn({ username, password, portal });
  const self = await getSelf({ authentication });
  say("login", { wrong: `${wrong.name}: ${wrong.message}`, user: self.user.username, version: self.currentVersion });
  return authentication;
}

async function start(authentication, title) {
  const added = await createItem({
    item: { title, type: "Export Package", typeKeywords: ["Export Package", "epk"], tags: ["epk"] },
    multipart: true, filename: "client.epk", authentication,
  });
  return added.id;
}

async function upload(authentication, path) {
  const id = await start(authentication, "From another client");
  const file = await openAsBlob(path);
  const before = await getItemStatus({ id, authentication });
  const numbers = Array.from({ length: Math.ceil(file.size / PART) }, (_, index) => index + 1);
  await Promise.all(numbers.reverse().map((partNum) => addItemPart({
    id, partNum, file: file.slice((partNum - 1) * PART, partNum * PART), authentication,
  })));
  const { parts } = await getItemParts({ id, authentication });
  await commitItemUpload({ id, item: { title: "From another client", type: "Export Package", tags: ["epk"] }, authentication });
  let status;
  do status = await getItemStatus({ id, authentication }); while (status.status === "processing");
  const item = await getItem(id, { authentication });
  say("upload", { id, before: before.status, parts, status: status.status, size: item.size, title: item.title });
  return id;
}

async function cancel(authentication) {
  const id = await start(authentication, "Given up");
  await addItemPart({ id, partNum: 1, file: new Blob(["x"]), authentication });
  const canceled = await cancelItemUpload({ id, authentication });
  say("cancel", { id, success: canceled.success });
}

async function remove(authentication, id) {
  const removed = await removeItem({ id, authentication });
  const gone = await getItem(id, { authentication }).catch((error) => error);
  say("delete", { success: removed.success, gone: `${gone.name}: ${gone.message}` });
}

const authentication = await logIn();
const id = await upload(authentication, process.argv[2]);
await cancel(authentication);
const input = createInterface({ input: process.stdin });
await input.question("");
input.close();
await remove(authentication, id);
