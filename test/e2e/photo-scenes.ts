// What the cameras of the photographs see: eight drawings of one evening around a house, in SVG.

const WIDTH = 1280
const HEIGHT = 720

const box = (x: number, y: number, width: number, height: number, fill: string, more = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`
const shape = (points: string, fill: string, more = '') => `<polygon points="${points}" fill="${fill}" ${more}/>`
const disc = (x: number, y: number, r: number, fill: string) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`
const line = (d: string, stroke: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`
/** Light that falls off around a lamp. */
const glow = (x: number, y: number, r: number, share = 1) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="url(#warm)" opacity="${share}"/>`
const lamp = (x: number, y: number, r = 300) => glow(x, y, r) + disc(x, y, 9, '#fff1cf')
const sky = (far: string, near: string) =>
  `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${far}"/><stop offset="1" stop-color="${near}"/></linearGradient>${box(0, 0, WIDTH, HEIGHT, 'url(#sky)')}`
const bush = (x: number, y: number, r: number, fill: string) =>
  disc(x - r * 0.8, y, r * 0.75, fill) + disc(x, y - r * 0.35, r, fill) + disc(x + r * 0.85, y, r * 0.7, fill)
const tree = (x: number, y: number, r: number, fill: string) =>
  box(x - r * 0.1, y, r * 0.2, r * 1.7, '#1d1a1c') + bush(x, y, r, fill)
const person = (x: number, y: number, tall: number, coat: string) =>
  disc(x, y - tall * 0.9, tall * 0.1, '#c99b78') +
  `<path d="M${x - tall * 0.16} ${y - tall * 0.3}q0-${tall * 0.48} ${tall * 0.16}-${tall * 0.48}t${tall * 0.16} ${tall * 0.48}z" fill="${coat}"/>` +
  line(`M${x - tall * 0.06} ${y - tall * 0.3}L${x - tall * 0.1} ${y}`, '#1b2030', tall * 0.09) +
  line(`M${x + tall * 0.06} ${y - tall * 0.3}L${x + tall * 0.11} ${y}`, '#1b2030', tall * 0.09)
const window = (x: number, y: number, width: number, height: number) =>
  glow(x + width / 2, y + height / 2, width * 1.6, 0.55) +
  box(x, y, width, height, '#f2c470') +
  box(x + width / 2 - 4, y, 8, height, '#4a3a2b') +
  box(x, y + height / 2 - 4, width, 8, '#4a3a2b')
const planks = (x: number, y: number, count: number, wide: number, high: number, fill: string) =>
  Array.from({ length: count }, (_, at) => box(x + at * wide, y, wide - 4, high, fill)).join('')

const frontDoor =
  sky('#16223f', '#3c3a55') +
  bush(150, 250, 120, '#15251f') +
  bush(1130, 250, 140, '#15251f') +
  shape('0,290 1280,290 1280,720 0,720', '#22382b') +
  shape('560,290 720,290 1000,720 280,720', '#6d6157') +
  [330, 390, 470, 580]
    .map((y) => line(`M${560 - (y - 290) * 0.65} ${y}H${720 + (y - 290) * 0.65}`, '#5b5049', 5))
    .join('') +
  planks(260, 210, 12, 24, 90, '#322a2c') +
  planks(732, 210, 12, 24, 90, '#322a2c') +
  glow(640, 640, 520) +
  person(690, 520, 250, '#7d3b2f') +
  box(735, 395, 66, 54, '#b98a55') +
  line('M768 395v54', '#8b6339', 6)

const garden =
  sky('#101c33', '#2b3b4f') +
  shape('0,330 1280,330 1280,720 0,720', '#1f3a29') +
  tree(210, 190, 130, '#17301f') +
  tree(1040, 210, 110, '#1b3524') +
  `<ellipse cx="690" cy="500" rx="240" ry="70" fill="#2f5d74"/><ellipse cx="690" cy="492" rx="200" ry="50" fill="#3f7891"/>` +
  [120, 330, 470, 930, 1090, 1200]
    .map((x, at) => bush(x, 600 + (at % 2) * 50, 46, at % 2 ? '#2b5a3a' : '#254b31'))
    .join('') +
  lamp(470, 430, 250) +
  lamp(930, 440, 260) +
  `<path d="M560 622q20-46 66-34l14-26 12 30q18 16 2 40l-8 0q-40-14-70 0z" fill="#c9864a"/>`

const driveway =
  sky('#1a1c37', '#4b3a4c') +
  shape('0,300 1280,300 1280,720 0,720', '#24352a') +
  shape('470,300 860,300 1220,720 180,720', '#4c4a50') +
  box(0, 120, 330, 210, '#5a4a45') +
  shape('0,120 165,20 330,120', '#3a2b2d') +
  window(110, 180, 90, 90) +
  shape('330,300 400,300 330,720 60,720', '#1b2a21') +
  lamp(980, 250, 380) +
  line('M980 250V420', '#20202a', 10) +
  `<path d="M470 540q6-70 56-78l50-64q10-14 34-14h170q22 0 36 16l44 62q58 8 62 78v36H470z" fill="#8c2f33"/>` +
  `<path d="M596 458l34-46q6-8 16-8h48v54zM714 404h62q12 0 20 10l32 44H714z" fill="#1d2635"/>` +
  disc(576, 576, 48, '#15151b') +
  disc(576, 576, 20, '#7b7b83') +
  disc(832, 576, 48, '#15151b') +
  disc(832, 576, 20, '#7b7b83') +
  glow(478, 520, 150) +
  box(470, 506, 22, 26, '#fff1cf')

const garage =
  box(0, 0, WIDTH, HEIGHT, '#3b3a40') +
  shape('0,470 1280,470 1280,720 0,720', '#2c2b30') +
  box(60, 90, 300, 330, '#4a4950') +
  [130, 220, 310].map((y) => box(60, y, 300, 10, '#6b5b47')).join('') +
  box(80, 252, 44, 58, '#7c4f3a') +
  box(150, 232, 44, 78, '#4f6b7c') +
  box(240, 252, 44, 58, '#8a7a3e') +
  box(290, 232, 44, 78, '#5a7550') +
  box(470, 60, 720, 390, '#55535a') +
  [140, 220, 300, 380].map((y) => box(470, y, 720, 6, '#45434a')).join('') +
  lamp(830, 70, 620) +
  line('M560 570L640 440H780L690 570H560M640 440L690 570M780 440L800 570', '#c8502e', 12) +
  line('M640 440L628 404M604 404H656M780 440l-14-46h34', '#c8502e', 12) +
  `<circle cx="560" cy="570" r="84" fill="none" stroke="#17171c" stroke-width="14"/><circle cx="800" cy="570" r="84" fill="none" stroke="#17171c" stroke-width="14"/>` +
  box(960, 470, 180, 150, '#7a5f3f') +
  box(990, 400, 120, 70, '#8d7049')

const hall =
  box(0, 0, WIDTH, HEIGHT, '#6a5646') +
  shape('0,0 1280,0 900,190 380,190', '#8a7360') +
  shape('380,190 900,190 900,520 380,520', '#7b6553') +
  shape('0,720 1280,720 900,520 380,520', '#4a3527') +
  [460, 540, 620, 700, 780].map((x) => line(`M${x} 520L${(x - 640) * 2.4 + 640} 720`, '#3c2a1f', 4)).join('') +
  shape('560,530 720,530 860,720 420,720', '#7c2f36') +
  box(560, 270, 160, 250, '#33485a') +
  box(582, 292, 116, 90, '#20303f') +
  disc(702, 410, 8, '#d9b36a') +
  shape('60,140 230,200 230,430 60,500', '#8e7764') +
  shape('84,180 206,220 206,410 84,460', '#3f5a52') +
  box(960, 420, 220, 20, '#2f2119') +
  box(975, 440, 16, 160, '#2f2119') +
  box(1150, 440, 16, 160, '#2f2119') +
  bush(1070, 372, 52, '#2f5a3c') +
  box(1046, 390, 48, 34, '#b5673f') +
  lamp(640, 120, 560)

const terrace =
  sky('#20203f', '#a1604b') +
  disc(980, 300, 66, '#f6b46a') +
  shape('0,340 300,290 620,335 900,300 1280,345 1280,720 0,720', '#2b3142') +
  shape('0,430 1280,430 1280,720 0,720', '#5b4437') +
  [480, 540, 610, 690].map((y) => line(`M0 ${y}H1280`, '#4b372c', 5)).join('') +
  box(0, 380, 1280, 12, '#2a2226') +
  Array.from({ length: 22 }, (_, at) => box(at * 60 + 18, 390, 8, 60, '#2a2226')).join('') +
  `<ellipse cx="610" cy="520" rx="190" ry="38" fill="#c8b49a"/>` +
  box(602, 540, 18, 130, '#3a2c26') +
  [330, 850]
    .map((x) => box(x, 500, 110, 22, '#8d6b4c') + box(x, 420, 18, 180, '#745639') + box(x + 92, 520, 14, 90, '#745639'))
    .join('') +
  line('M0 90Q320 190 640 110T1280 100', '#1b1b22', 5) +
  [110, 260, 410, 560, 710, 860, 1010, 1160].map((x, at) => lamp(x, 128 + (at % 3) * 14, 90)).join('') +
  tree(1180, 420, 70, '#274a33')

const sideGate =
  sky('#0f1a30', '#2a3550') +
  shape('0,360 1280,360 1280,720 0,720', '#39383d') +
  shape('0,0 420,150 420,470 0,720', '#6b4a40') +
  [90, 200, 310, 420].map((y) => line(`M0 ${y * 1.5}L420 ${y + 60}`, '#583b33', 5)).join('') +
  planks(440, 190, 12, 34, 270, '#4f4034') +
  planks(880, 170, 12, 34, 300, '#3a3029') +
  box(440, 230, 408, 14, '#3c3027') +
  box(440, 400, 408, 14, '#3c3027') +
  disc(826, 330, 12, '#d9b36a') +
  bush(1130, 560, 90, '#21402d') +
  box(980, 480, 100, 170, '#3d5a46') +
  box(968, 466, 124, 22, '#2f4838') +
  lamp(380, 210, 430) +
  person(640, 600, 300, '#34506b')

const kitchen =
  box(0, 0, WIDTH, HEIGHT, '#8c8375') +
  box(0, 0, WIDTH, 210, '#3f4d57') +
  [20, 240, 460, 840, 1060].map((x) => box(x, 20, 200, 170, '#51616d')).join('') +
  box(680, 30, 150, 250, '#5d646b') +
  window(470, 230, 190, 150) +
  box(0, 430, WIDTH, 26, '#c9b08b') +
  box(0, 456, WIDTH, 264, '#46555f') +
  [40, 280, 520, 760, 1000].map((x) => box(x, 490, 210, 200, '#51616d') + box(x + 90, 505, 30, 8, '#c0c4c8')).join('') +
  box(120, 350, 90, 80, '#b9bec3') +
  bush(340, 380, 36, '#3f7a4c') +
  box(318, 394, 44, 38, '#b5673f') +
  box(900, 330, 130, 100, '#2b2f34') +
  box(912, 342, 84, 76, '#14171b') +
  disc(1120, 404, 26, '#c8502e') +
  disc(1160, 408, 22, '#d9a03f') +
  lamp(640, 60, 640)

/** As the channels are called, and what each of them sees. */
export const SCENES = {
  'Front door': frontDoor,
  Garden: garden,
  Driveway: driveway,
  Garage: garage,
  Hall: hall,
  Terrace: terrace,
  'Side gate': sideGate,
  Kitchen: kitchen,
}

/** With the darker corners and the grain of a lens. */
export const drawn = (
  scene: string,
): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<radialGradient id="warm"><stop stop-color="#ffd489" stop-opacity=".75"/><stop offset=".4" stop-color="#ffb75e" stop-opacity=".28"/><stop offset="1" stop-color="#ffb75e" stop-opacity="0"/></radialGradient>
<radialGradient id="lens" r=".75"><stop offset=".5" stop-opacity="0"/><stop offset="1" stop-opacity=".62"/></radialGradient>
${scene}${box(0, 0, WIDTH, HEIGHT, 'url(#lens)')}</svg>`
