#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/commands.h"
#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/spelling.h"
#include "rerate/base/utf8.h"
#include "rerate/base/version.h"

namespace {

constexpr int kDone = 0, kRunFailed = 1, kUserMistake = 2;

// A command started with closed standard streams must not have a data file take their place.
void open_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream)
    if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
      const int opened = ::open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY);
      if (opened != stream && opened >= 0) ::close(opened);
    }
}

// To stderr, whatever state that is in: an error while telling of an error is lost.
void tell(const std::string& text) { std::fputs((rerate::clean_lines(text) + "\n").c_str(), stderr); }

// The first word that is no option and no command, if that is what went wrong.
std::string unknown_command(const CLI::App& program, int argc, char** argv) {
  if (!program.get_subcommands().empty()) return {};
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--threads") ++i;
    if (!word.starts_with('-')) return word;
  }
  return {};
}

[[noreturn]] void refuse_command_line(const CLI::App& program, const CLI::ParseError& error, int argc,
                                      char** argv) {
  const auto word = unknown_command(program, argc, argv);
  std::vector<std::string> commands;
  for (const auto* command : program.get_subcommands({})) commands.push_back(command->get_name());
  if (!word.empty())
    rerate::refuse(rerate::ErrorCode::command_line, fmt::format("unknown command `{}`", word.substr(0, 80)),
                   rerate::did_you_mean(word, commands, "rerate --help shows the commands."));
  rerate::refuse(rerate::ErrorCode::command_line, error.what(),
                 "rerate --help, or rerate COMMAND --help, shows the way.");
}

int run(int argc, char** argv) {
  CLI::App program("Rerate: equity-strategy research that can be defended.", "rerate");
  program.set_version_flag("--version", std::string(rerate::kVersion));
  program.require_subcommand(1);
  program.footer(
      "Examples:\n"
      "  rerate run studies/us-small-caps.toml --out out/us-small-caps\n"
      "  rerate check studies/us-small-caps.toml\n"
      "  rerate fair-value studies/us-small-caps.toml --scenario recession\n"
      "  rerate rotate studies/us-small-caps.toml\n"
      "  rerate claim studies/note-2025-06.toml --pack licensed=../shared/data\n"
      "  rerate multiverse studies/us-small-caps.toml --section manufacturing-lows\n"
      "  rerate trials studies/us-small-caps.toml\n"
      "  rerate eval 'rates.gs10 - bey(rates.tb3ms)' --plot\n"
      "  rerate data list\n"
      "  rerate help functions");
  int threads = 0;
  program.add_option("--threads", threads, "Threads to use; 0: every core. Never changes a number.")
      ->check(CLI::Range(0, 1024))
      ->each([](const std::string& text) { rerate::set_thread_count(std::stoi(text)); });
  program.fallthrough();
  rerate::cli::add_run(program);
  rerate::cli::add_fair_value(program);
  rerate::cli::add_rotate(program);
  rerate::cli::add_claim(program);
  rerate::cli::add_multiverse(program);
  rerate::cli::add_trials(program);
  rerate::cli::add_check(program);
  rerate::cli::add_eval(program);
  rerate::cli::add_data(program);
  rerate::cli::add_help(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);
    refuse_command_line(program, error, argc, argv);
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is a full disk: an error message, not a signal
  try {
    return run(argc, argv);
  } catch (const rerate::UserError& error) {
    tell(rerate::to_string(error.failure()));  // what() would end at a character 0 of the study
    return kUserMistake;
  } catch (const std::bad_alloc&) {
    tell("error: out of memory");
    return kRunFailed;
  } catch (const std::exception& error) {
    tell(fmt::format("error: this is a mistake in rerate, not yours: {}", error.what()));
    return kRunFailed;
  }
}
