import Media
import Testing

@Suite("What filters mean for cutting")
struct FilterRuleTests {
    @Test(
        "filters of one frame by itself are sliced",
        arguments: [
            "scale=1280:-2", "scale=w=iw/2:h=ih/2:flags=lanczos,crop=100:80:10:10", "hflip , vflip",
            "pad=iw+20:ih:10:0:black", "format=yuv420p10le", "setsar=1",
            "eq=contrast=1.1:gamma=1.2",
            "lut3d=file=t.cube", "lut3d='t/n,1.cube'", "hue=s=0", "rotate=PI/6", "null@a=",
            "zscale=t=bt709:m=bt709", "unsharp=5:5:1.0", "drawbox=x=10:y=10:w=20:h=20:color=red",
            "geq=lum='lum(X,Y)/2'", "scale=640:360:eval=frame", "curves=preset=vintage",
        ]
    )
    func sliceable(filters: String) {
        #expect(FilterRule.of(filters) == .sliceable)
    }

    @Test("no filters at all are sliced", arguments: [nil, ""])
    func none(filters: String?) {
        #expect(FilterRule.of(filters) == .sliceable)
    }

    @Test(
        "yadif and bwdif are deinterlacers, at the frames' rate or the fields'",
        arguments: [
            ("yadif", false), ("yadif=0", false), ("yadif=1", true),
            ("yadif=mode=send_field", true),
            ("yadif=send_frame:tff:interlaced", false), ("bwdif", true), ("bwdif=0", false),
            ("bwdif=mode=send_frame:deint=interlaced", false), ("yadif=3", true),
            ("scale=640:480,yadif=1:-1:0,format=gray", true), ("yadif=1:deint=all", true),
        ] as [(String, Bool)]
    )
    func deinterlacers(filters: String, fieldRate: Bool) {
        #expect(FilterRule.of(filters) == .deinterlace(fieldRate: fieldRate))
    }

    @Test(
        "everything else leaves the film uncut, and the reason names the filter",
        arguments: [
            ("hqdn3d", "the filter hqdn3d may look at more than one frame"),
            ("scale=640:360,fps=25", "the filter fps may look at more than one frame"),
            ("subtitles=a.srt", "the filter subtitles may look at more than one frame"),
            ("fade=in:0:30", "the filter fade may look at more than one frame"),
            ("nonsense", "the filter nonsense may look at more than one frame"),
            (
                "eq=brightness='0.1*sin(t)':eval=frame",
                "the filter eq depends on t in 0.1*sin(t)"
            ),
            ("crop=100:100:n:0", "the filter crop depends on n in n"),
            ("rotate=a=2*PI*t/10", "the filter rotate depends on t in 2*PI*t/10"),
            ("geq=lum='st(0\\,X)'", "the filter geq depends on st in st(0,X)"),
            ("geq=lum='random(1)*255'", "the filter geq depends on random in random(1)*255"),
            ("hue=H=2*PI*t", "the filter hue depends on t in 2*PI*t"),
            ("hflip=enable='between(t,1,2)'", "the filter hflip is switched by t"),
            ("unsharp=enable=gte(n\\,10)", "the filter unsharp is switched by n"),
            (
                "yadif=1:deint=interlaced",
                "the filter yadif gives one or two frames, by the frame"
            ),
            ("yadif,bwdif=0", "two filters deinterlace"),
            ("yadif=enable=1", "the filter yadif is switched on and off"),
            ("[in]split[a][b];[a][b]hstack", "the filters are more than one plain chain"),
            ("split,overlay", "the filter split may look at more than one frame"),
            ("sws_flags=bilinear;scale=10:10", "the filters are more than one plain chain"),
            ("scale=1:1,", "the filters are more than one plain chain"),
        ] as [(String, String)]
    )
    func uncut(filters: String, reason: String) {
        #expect(FilterRule.of(filters) == .uncut(reason))
    }
}
