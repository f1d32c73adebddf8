#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/commands.h"
#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/utf8.h"
#include "rerate/base/version.h"

namespace {

constexpr int kDone = 0, kRunFailed = 1, kUserMistake = 2;

int run(int argc, char** argv) {
  CLI::App program("Rerate: equity-strategy research that can be defended.", "rerate");
  program.set_version_flag("--version", std::string(rerate::kVersion));
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  rerate run studies/us-small-caps.toml --out out/us-small-caps\n"
      "  rerate check studies/us-small-caps.toml\n"
      "  rerate eval 'rates.gs10 - bey(rates.tb3ms)' --plot\n"
      "  rerate data list\n"
      "  rerate help functions");
  int threads = 0;
  program.add_option("--threads", threads, "Threads to use; 0: every core. Never changes a number.")
      ->check(CLI::Range(0, 1024))
      ->each([](const std::string& text) { rerate::set_thread_count(std::stoi(text)); });
  program.fallthrough();
  rerate::cli::add_run(program);
  rerate::cli::add_check(program);
  rerate::cli::add_eval(program);
  rerate::cli::add_data(program);
  rerate::cli::add_help(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);
    rerate::refuse(rerate::ErrorCode::command_line, error.what(),
                   "rerate --help, or rerate COMMAND --help, shows the way.");
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is a full disk: an error message, not a signal
  try {
    return run(argc, argv);
  } catch (const rerate::UserError& error) {
    fmt::print(stderr, "{}\n", rerate::clean_lines(error.what()));
    return kUserMistake;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error: out of memory\n");
    return kRunFailed;
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: this is a mistake in rerate, not yours: {}\n",
               rerate::clean_lines(error.what()));
    return kRunFailed;
  }
}
