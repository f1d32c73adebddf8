#pragma once

#include <csignal>

namespace rerate {

// While it lives, a write beyond the process's file size limit (ulimit -f) fails like one to a full disk
// instead of killing the process: SIGXFSZ is blocked on this thread, and taken back when it came.
class FileSizeSignalBlock {
 public:
  FileSizeSignalBlock();
  ~FileSizeSignalBlock();
  FileSizeSignalBlock(const FileSizeSignalBlock&) = delete;
  FileSizeSignalBlock& operator=(const FileSizeSignalBlock&) = delete;

 private:
  sigset_t before_;
};

}  // namespace rerate
