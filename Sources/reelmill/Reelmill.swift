internal import Commands

@main
enum Reelmill {
    static func main() {
        print(ProgramText.version)
    }
}
