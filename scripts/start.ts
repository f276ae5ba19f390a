// `npm start`. The story is in story.ts; this file knows the process.
import { tellStory } from './story.js'

process.exitCode = await tellStory({ env: process.env, write: (line) => console.log(line) })
