#include "rerate/store/file_size_signal.h"

#include <pthread.h>

#include <ctime>

namespace rerate {
namespace {

sigset_t only_file_size() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGXFSZ);
  return signals;
}

}  // namespace

FileSizeSignalBlock::FileSizeSignalBlock() {
  const sigset_t blocked = only_file_size();
  pthread_sigmask(SIG_BLOCK, &blocked, &before_);
}

FileSizeSignalBlock::~FileSizeSignalBlock() {
  if (sigismember(&before_, SIGXFSZ) == 0) {
    const sigset_t blocked = only_file_size();
    const timespec at_once{};
    while (sigtimedwait(&blocked, nullptr, &at_once) == SIGXFSZ) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace rerate
