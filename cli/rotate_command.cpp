#include <memory>

#include "cli/commands.h"
#include "cli/one_section.h"
#include "cli/rotation_text.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "rerate/publish/results_json.h"
#include "rerate/study/runner.h"

namespace rerate::cli {
namespace {

struct RotateOptions : StudyOptions {
  std::string section;
  bool json = false;
};

void answer(const RotateOptions& options) {
  auto study = read_study(options);
  const auto asked = as_of_option(options.as_of);
  const auto whole = study;
  keep_section(study, ids_of<RotationRequest>(study), options.section, "rotation", "rotations");
  const auto store = open_study_store(options, study);
  const auto as_of = as_of_of(whole, store, asked);
  auto plan = plan_study(study, store);
  drop_unused(plan);
  plan.unused.clear();  // no warning about what the rest of the study reads
  const auto results = run_study(study, plan, store, as_of, past_trials(options, study));
  if (options.json)
    print(results_json(results));
  else
    print(rotation_text(results, results.sections.front(), {colour_wanted(), terminal_width(), true}));
  remember_trials(options, study, results);
}

}  // namespace

void add_rotate(CLI::App& program) {
  auto* command = program.add_subcommand("rotate", "Which sectors a rotation favours now, why and how sure");
  auto options = std::make_shared<RotateOptions>();
  add_study_options(*command, *options);
  command->add_option("--section", options->section, "Which [[rotation]], when there are several")
      ->check(kNotEmpty);
  command->add_flag("--json", options->json, "Print it as results.json would have it");
  command->footer(
      "Examples:\n"
      "  rerate rotate studies/us-small-caps.toml\n"
      "  rerate rotate studies/us-small-caps.toml --as-of 2019-12-31 --section sectors\n"
      "  rerate rotate studies/note-2025-06.toml --pack licensed=../shared/data --json");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli
