/// Clips with motion, scene changes, hard edges and grain, which cost an encoder what a film costs
/// it. Their sources have a key frame every two seconds, so they can be cut at any slice length.
extension TestMedia {
    public static let bench720 = TestMedia(
        "bench-720p-15s.mkv",
        Facts(codec: "h264", seconds: 15, frames: 360, isCuttable: true),
        clip(0, size: "1280x720", "OUT")
    )

    /// Made in pieces, since it takes minutes.
    public static let bench1080 = TestMedia(
        "bench-1080p-60s.mkv",
        Facts(codec: "h264", seconds: 60, frames: 1_440, isCuttable: true),
        clip(0, size: "1920x1080", "0.mkv"),
        clip(1, size: "1920x1080", "1.mkv"),
        clip(2, size: "1920x1080", "2.mkv"),
        clip(3, size: "1920x1080", "3.mkv"),
        "-i 0.mkv -i 1.mkv -i 2.mkv -i 3.mkv -filter_complex "
            + "[0:v][1:v][2:v][3:v]concat=n=4 \(source) OUT"
    )

    private static let source = "-c:v libx264 -preset veryfast -crf 18 -g 48 -bf 2"

    /// 15 seconds that take turns between two scenes: a slow zoom, and a texture that scrolls under
    /// changing light with a turning picture over it.
    private static func clip(_ number: Int, size: String, _ output: String) -> String {
        let zoom =
            "mandelbrot=s=\(size):rate=24:maxiter=200:start_scale=\(1.2 - 0.2 * Double(number))"
            + ":end_scale=0.05:end_pts=500"
        let texture =
            "life=s=320x180:rate=24:mold=12:ratio=0.4:seed=\(7 + number):life_color=#d0c080"
            + ":death_color=#405060:mold_color=#203010,trim=start_frame=12:end_frame=13,setpts=N"
            + ",loop=-1:1,scale=\(size.replacing("x")):flags=bicubic,gblur=sigma=3,format=gbrp"
            + ",setpts=N/24/TB,fps=24,scroll=h=0.0025:v=0.001"
        let light =
            "gradients=s=\(size):rate=24:c0=0x102040:c1=0xe0a040:c2=0x40a060:c3=0x802020"
            + ":nb_colors=4:seed=\(5 + number):speed=0.02,format=gbrp"
        let mix =
            "[1:v][2:v]blend=all_mode=average,format=yuv420p[b];"
            + "[3:v]format=yuv420p,rotate=0.4*sin(t):c=none[t];"
            + "[b][t]overlay=x='W/3+W/6*sin(t)':y='H/4+H/8*cos(1.3*t)'[c];"
            + "[0:v]format=yuv420p,gblur=sigma=1.5,hue=s=0.5[a];"
            + "[a][c]overlay=enable='lt(mod(t,7),3.4)',noise=alls=12:allf=t,gblur=sigma=0.7"
            + ",format=yuv420p[v]"
        return "-f lavfi -i \(zoom) -f lavfi -i \(texture) -f lavfi -i \(light) "
            + "-f lavfi -i testsrc2=s=480x270:rate=24 -filter_complex \"\(mix)\" -map [v] -t 15 "
            + "\(source) \(output)"
    }
}

extension String {
    /// A size as the scaler writes it.
    fileprivate func replacing(_ sign: Character) -> String {
        String(map { $0 == sign ? ":" : $0 })
    }
}
