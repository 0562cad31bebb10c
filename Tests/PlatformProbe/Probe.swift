/// A program of many small parts that the tests of Platform start as a process of its own.
@main
enum Probe {
    static func main() {}
}
