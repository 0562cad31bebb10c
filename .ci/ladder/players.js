// Run in the page: both play a package to its end, changing the rendition at every segment.

const watch = (video, out) => {
  const times = [];
  const widths = new Set();
  const each = (now, frame) => {
    times.push(frame.mediaTime);
    widths.add(frame.width);
    video.requestVideoFrameCallback(each);
  };
  video.requestVideoFrameCallback(each);
  let gap = 0;
  const timer = setInterval(() => {
    const ranges = video.buffered;
    for (let i = 1; i < ranges.length; i++) gap = Math.max(gap, ranges.start(i) - ranges.end(i - 1));
  }, 100);
  return async () => {
    await video.play();
    const late = new Promise((done) => setTimeout(done, 120000));
    await Promise.race([new Promise((done) => video.addEventListener("ended", done, { once: true })), late]);
    clearInterval(timer);
    const quality = video.getVideoPlaybackQuality();
    return Object.assign(out, {
      ended: video.ended,
      error: video.error && video.error.message,
      frames: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      gap,
      first: times[0],
      last: times.at(-1),
      widths: [...widths],
    });
  };
};

export const media = async (video, base, plan) => {
  const out = { player: "Media Source Extensions" };
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
  const load = async ([address, first, count]) => {
    const headers = first === null ? {} : { Range: `bytes=${first}-${first + count - 1}` };
    return (await fetch(base + address, { headers })).arrayBuffer();
  };
  const put = (buffer, bytes) =>
    new Promise((done, failed) => {
      buffer.addEventListener("updateend", done, { once: true });
      buffer.addEventListener("error", () => failed(new Error("it took no segment")), { once: true });
      buffer.appendBuffer(bytes);
    });
  const ranges = (buffer) =>
    Array.from({ length: buffer.buffered.length }, (_, i) => [buffer.buffered.start(i), buffer.buffered.end(i)]);
  const type = (kind, codec) => `${kind}/mp4; codecs="${codec}"`;
  const pictures = source.addSourceBuffer(type("video", plan.videos[0].codec));
  const sounds = plan.sound && source.addSourceBuffer(type("audio", plan.sound.codec));
  for (let index = 0, last = null; index < plan.videos[0].segments.length; index++) {
    const rendition = plan.videos[index % plan.videos.length];
    if (rendition !== last) await put(pictures, await load(rendition.map));
    last = rendition;
    await put(pictures, await load(rendition.segments[index]));
  }
  if (sounds) {
    await put(sounds, await load(plan.sound.map));
    for (const segment of plan.sound.segments) await put(sounds, await load(segment));
    out.sound = ranges(sounds);
  }
  out.video = ranges(pictures);
  source.endOfStream();
  return watch(video, out)();
};

export const hls = async (Hls, video, address) => {
  const out = { player: `hls.js ${Hls.version}`, errors: [], levels: [] };
  const player = new Hls({ startLevel: 0, maxBufferLength: 3 });
  player.on(Hls.Events.ERROR, (_, what) => out.errors.push(`${what.details} ${what.error || ""}`));
  // Before the next one is asked for.
  player.on(Hls.Events.FRAG_LOADED, (_, { frag }) => {
    if (frag.type !== "main" || frag.sn === "initSegment") return;
    out.levels.push(frag.level);
    player.nextLoadLevel = out.levels.length % player.levels.length;
  });
  const done = watch(video, out);
  player.loadSource(address);
  player.attachMedia(video);
  await new Promise((ready) => video.addEventListener("canplay", ready, { once: true }));
  return done();
};
