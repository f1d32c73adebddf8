#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/claim_text.h"
#include "cli/commands.h"
#include "cli/one_section.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "rerate/base/spelling.h"
#include "rerate/base/toml_table.h"
#include "rerate/publish/results_json.h"
#include "rerate/study/runner.h"
#include "rerate/study/study_claims.h"

namespace rerate::cli {
namespace {

struct ClaimOptions : StudyOptions {
  std::string section;
  std::vector<std::string> claims;
  bool json = false;
};

bool is_claims(const SectionRequest& section) {
  return std::holds_alternative<ClaimsRequest>(section.question);
}

std::vector<std::string> ids_of_sections(const StudyFile& study) {
  std::vector<std::string> ids;
  for (const auto& section : study.sections)
    if (!is_claims(section)) ids.push_back(section.id);
  return ids;
}

SectionRequest& section_named(StudyFile& study, const std::string& id) {
  const auto ids = ids_of_sections(study);
  for (auto& section : study.sections)
    if (section.id == id && !is_claims(section)) return section;
  refuse(ErrorCode::command_line, fmt::format("--section {}: no section has this id", id.substr(0, 80)),
         did_you_mean(id, ids, fmt::format("The study has: {}.", fmt::join(ids, ", "))));
}

constexpr std::string_view kBeforeClaim = "claim = { ";

// Columns count from the first character that was given, not from what stands before it.
void count_from_text(Place& place) {
  if (place.line == 1) place.column = std::max(1, place.column - static_cast<int>(kBeforeClaim.size()));
}

// Who writes a claim on the command line need not know that it is read as TOML.
TomlDocument claim_document(const std::string& text) {
  try {
    return TomlDocument::parse(fmt::format("{}{} }}", kBeforeClaim, text),
                               fmt::format("--claim '{}'", text.substr(0, 80)), ErrorCode::claim_value);
  } catch (const UserError& error) {
    auto failure = error.failure();
    failure.what = "a claim is names with their values, separated by commas";
    failure.place = Place{failure.place.file};
    failure.mend =
        "Write --claim \"episodes=12,led=10\"; sets and other texts in quotes: --claim "
        "'false_positives=[\"1966\", \"1998\"]'.";
    failure.excerpt.clear();
    throw UserError(std::move(failure));
  }
}

// "episodes=12,led=10" says what claim = { episodes = 12, led = 10 } says in a study.
ClaimRequest claim_option(const std::string& text, const std::string& kind) try {
  const auto document = claim_document(text);
  const auto root = document.root();
  auto claims = read_section_claims(root, kind);
  root.finish("--claim");
  RERATE_ASSERT(claims.size() == 1, "one claim of one text");
  count_from_text(claims.front().place);
  for (auto& place : claims.front().places) count_from_text(place);
  return std::move(claims.front());
} catch (const UserError& error) {
  auto failure = error.failure();
  count_from_text(failure.place);
  throw UserError(std::move(failure));
}

// Claims of the command line take the place of the study's.
void put_claims(StudyFile& study, const ClaimOptions& options) {
  const auto ids = ids_of_sections(study);
  if (options.section.empty() && ids.size() != 1)
    refuse(ErrorCode::command_line,
           fmt::format("--claim needs a section; the study has {}", fmt::join(ids, ", ")),
           ids.empty() ? std::string() : fmt::format("Choose one: --section {}.", ids.front()));
  auto& section = section_named(study, options.section.empty() ? ids.front() : options.section);
  section.claims.clear();
  for (const auto& text : options.claims) section.claims.push_back(claim_option(text, section.kind));
}

// What is claimed in the study, by section.
[[noreturn]] void refuse_none(const StudyFile& study, const std::string& wanted) {
  std::vector<std::string> ids;
  for (const auto& section : study.sections)
    if (!section.claims.empty()) ids.push_back(section.id);
  if (!wanted.empty() && !ids.empty())
    refuse(ErrorCode::claims_none, fmt::format("the section `{}` has no claim", wanted),
           fmt::format("There are claims in: {}.", fmt::join(ids, ", ")), Place{study.path.string()});
  refuse(ErrorCode::claims_none, "the study has no claim", std::string(kHowToClaim),
         Place{study.path.string()});
}

// Leaves the sections that are claimed of, and one that tells of all.
void keep_claims(StudyFile& study, const std::string& wanted) {
  if (!wanted.empty()) section_named(study, wanted);
  const auto asked = [&](const SectionRequest& section) {
    return !section.claims.empty() && (wanted.empty() || section.id == wanted);
  };
  if (std::none_of(study.sections.begin(), study.sections.end(), asked)) refuse_none(study, wanted);
  std::erase_if(study.sections,
                [&](const SectionRequest& section) { return !is_claims(section) && !asked(section); });
  if (std::any_of(study.sections.begin(), study.sections.end(), is_claims)) return;
  SectionRequest all;
  all.id = study.sections.front().id == "claims" ? "all-claims" : "claims";
  all.kind = "claims";
  all.title = "What is claimed, and what holds";
  all.question = ClaimsRequest{};
  study.sections.push_back(std::move(all));
}

void answer(const ClaimOptions& options) {
  auto study = read_study(options);
  const auto asked = as_of_option(options.as_of);
  const auto whole = study;
  if (!options.claims.empty()) {
    put_claims(study, options);
    keep_claims(study, options.section.empty() ? ids_of_sections(study).front() : options.section);
  } else {
    keep_claims(study, options.section);
  }
  const auto store = open_study_store(options, study);
  const auto as_of = as_of_of(whole, store, asked);
  auto plan = plan_study(study, store);
  drop_unused(plan);
  plan.unused.clear();  // no warning about what the rest of the study reads
  const auto results = run_study(study, plan, store, as_of, past_trials(options, study));
  if (options.json)
    print(results_json(results));
  else
    print(claim_text(results, {colour_wanted(), terminal_width(), true}));
  remember_trials(options, study, results);
}

}  // namespace

void add_claim(CLI::App& program) {
  auto* command = program.add_subcommand("claim", "Which published claims hold, and under which definitions");
  auto options = std::make_shared<ClaimOptions>();
  add_study_options(*command, *options);
  command->add_option("--section", options->section, "Only the claims of this section")->check(kNotEmpty);
  command
      ->add_option("--claim", options->claims,
                   "Judge this claim in place of the study's: \"episodes=12,led=10\" (may be repeated)")
      ->check(kNotEmpty);
  command->add_flag("--json", options->json, "Print it as results.json would have it");
  command->footer(
      "Examples:\n"
      "  rerate claim studies/note-2025-06.toml --pack licensed=../shared/data\n"
      "  rerate claim studies/us-small-caps.toml --section manufacturing-lows --claim "
      "\"episodes=12,led=10\"\n"
      "  rerate claim studies/us-small-caps.toml --section curve-recessions --claim "
      "'false_positives=[\"1966\", "
      "\"1998\"]'\n"
      "  rerate claim studies/note-2025-06.toml --as-of 2025-05-30 --json");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli
