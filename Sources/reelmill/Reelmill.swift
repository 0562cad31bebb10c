internal import Commands

@main
enum Reelmill {
    static func main() {
        Program.runAndExit()
    }
}
