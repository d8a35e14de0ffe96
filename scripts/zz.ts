import { startVirtualDisplay } from '/work/main/scripts/stage/display.ts';
import { spawn } from 'node:child_process';
const d = await startVirtualDisplay();
const c = spawn('/work/main/node_modules/electron/dist/electron',['/work/main','--no-sandbox','--trial-home','/tmp/th'],{env:{...process.env,...d.env},stdio:'inherit'});
setTimeout(()=>c.kill(),5000); c.on('exit',async (x,s)=>{console.log('exit',x,s); await d.stop();});
