// inotify and what wakes a waiting thread.
#pragma once
