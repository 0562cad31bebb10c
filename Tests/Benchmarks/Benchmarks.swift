import Model
import Platform

/// Measures what later parts are built on. Prints figures and judges none: machines differ.
@main
enum Benchmarks {
    static func main() throws {
        let place = Path("/tmp") / UniqueName.hidden()
        try Directory.create(place)
        defer { try? Directory.removeTree(place) }
        Report.title(place)
        try FileBenchmarks(place: place).run()
        try ProcessBenchmarks(place: place).run()
    }
}
