import Testing

@testable import Services

@Suite("Figures as Prometheus reads them")
struct MetricsTextTests {
    @Test("names of people are escaped, so that nobody writes a line of his own")
    func escapes() {
        var text = MetricsText()
        let hostile = "a\"} 1\nevil{b=\"\\"
        text.add("reelmill_x", .gauge, "An x.", [([(name: "node", value: hostile)], 2)])
        #expect(
            text.text
                == "# HELP reelmill_x An x.\n# TYPE reelmill_x gauge\n"
                + #"reelmill_x{node="a\"} 1\nevil{b=\"\\"} 2"# + "\n"
        )
    }

    @Test("what is above a limit is in the next bucket, and buckets count all below them")
    func histogram() {
        var histogram = Histogram([1, 5])
        for value in [0.5, 1, 1.5, 9, .nan] { histogram.note(value) }
        var text = MetricsText()
        text.add("reelmill_y", "A y.", histograms: [([], histogram)])
        let lines = text.text.split(separator: "\n").dropFirst(2)
        #expect(
            lines.joined(separator: "|")
                == #"reelmill_y_bucket{le="1"} 2|reelmill_y_bucket{le="5"} 3|"#
                + #"reelmill_y_bucket{le="+Inf"} 4|reelmill_y_sum 12|reelmill_y_count 4"#
        )
    }

    @Test("numbers are whole where they are, and never of a kind that nobody reads")
    func numbers() {
        #expect(MetricsText.number(3) == "3")
        #expect(MetricsText.number(-0.25) == "-0.25")
        #expect(MetricsText.number(.infinity) == "+Inf")
        #expect(MetricsText.number(.nan) == "NaN")
        #expect(Double(MetricsText.number(1e300)) == 1e300)
    }

    @Test("nothing is said of what there is none of")
    func none() {
        var text = MetricsText()
        text.add("reelmill_z", .gauge, "A z.", nil)
        text.add("reelmill_z", .gauge, "A z.", [])
        #expect(text.text.isEmpty)
    }
}
