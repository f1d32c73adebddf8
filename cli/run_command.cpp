#include <memory>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "rerate/base/file.h"
#include "rerate/publish/note_html.h"
#include "rerate/publish/results_json.h"
#include "rerate/publish/terminal.h"
#include "rerate/study/runner.h"

namespace rerate::cli {
namespace {

struct RunOptions : StudyOptions {
  std::string out;
  bool quiet = false, json = false;
};

void run(const RunOptions& options) {
  const auto study = read_study(options);
  const auto as_of = as_of_option(options.as_of);
  const auto folder = options.out.empty() ? std::filesystem::path("out") / study.path.stem()
                                          : std::filesystem::path(options.out);
  const auto store = open_study_store(options, study);
  const auto results = run_study(study, plan_study(study, store), store, as_of, past_trials(options, study));

  const auto json = results_json(results);
  const auto note = note_html(results);
  make_folder(folder);
  write_files_atomically(
      std::vector<FileContent>{{folder / "results.json", json}, {folder / "index.html", note}});
  remember_trials(options, study, results);
  if (options.json) {
    print(json);
  } else if (!options.quiet) {
    print(terminal_summary(results, {colour_wanted(), terminal_width(), true}));
    print((folder / "index.html").string() + "\n");
  }
}

}  // namespace

void add_run(CLI::App& program) {
  auto* command =
      program.add_subcommand("run", "Run a study and write its note: results.json and index.html");
  auto options = std::make_shared<RunOptions>();
  add_study_options(*command, *options);
  command->add_option("--out", options->out, "Folder for the note (default: out/STUDY)")->check(kNotEmpty);
  command->add_flag("--quiet", options->quiet, "Print no summary");
  command->add_flag("--json", options->json, "Print results.json instead of the summary");
  command->footer(
      "Examples:\n"
      "  rerate run studies/us-small-caps.toml\n"
      "  rerate run studies/us-small-caps.toml --as-of 2019-12-31 --out out/then\n"
      "  rerate run studies/us-small-caps.toml --set manufacturing-lows.horizon=6m\n"
      "  rerate run studies/note-2025-06.toml --pack licensed=../shared/data");
  command->callback([options] { run(*options); });
}

}  // namespace rerate::cli
