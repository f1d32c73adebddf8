#include "cli/interruption.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

namespace rerate::cli {
namespace {

std::atomic<bool> stop{false};
volatile std::sig_atomic_t signal_that_came = 0;
// Of what is being written; "" while nothing is. Handlers may read no string.
std::array<char, 4096> temporary_name{};

void end_by(int signal) {
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(signal, &usual, nullptr);
  sigset_t all;
  ::sigemptyset(&all);
  ::sigaddset(&all, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &all, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

void on_signal(int signal) {
  if (!stop.exchange(true)) {
    signal_that_came = signal;
    return;
  }
  if (temporary_name[0] != '\0') ::unlink(temporary_name.data());
  end_by(signal);
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  stop = false;
  signal_that_came = 0;
  temporary_name[0] = '\0';
  handle(on_signal);
}

Interruption::~Interruption() { handle(SIG_DFL); }

const std::atomic<bool>* Interruption::asked() const { return &stop; }

void Interruption::remove_at_once(const std::filesystem::path& temporary) {
  const auto name = temporary.string();
  if (name.size() < temporary_name.size()) std::memcpy(temporary_name.data(), name.c_str(), name.size() + 1);
}

void Interruption::end() const {
  end_by(signal_that_came);
  ::_exit(1);
}

}  // namespace rerate::cli
