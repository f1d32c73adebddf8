#include "rerate/study/section_looks.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <span>

#include "rerate/study/figures.h"
#include "rerate/study/multiverse_words.h"
#include "rerate/study/price_of_looking.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The number that a section is judged by, with its own p-value.
Figure lead_of(const Section& section) {
  const auto name = section.multiverse ? section.multiverse->lead : lead_figure(section.kind);
  for (const auto& figure : figures_from(section.kind, section.numbers, {}).numbers)
    if (figure.name == name) return figure;
  return {name, kMissing, kMissing};
}

TriedDefinition row(const std::string& hash, const Figure& lead) {
  TriedDefinition tried;
  tried.hash = hash;
  tried.sharpe = tried.mean = tried.months = kMissing;
  tried.figure = lead.name;
  tried.value = lead.value;
  tried.p = lead.p;
  return tried;
}

// "63 definitions, 57 of them different: below (3), until (7), gap (3)".
std::string lattice_in_words(const DefinitionRuns& runs) {
  std::vector<std::string> choices;
  for (const auto& choice : runs.lattice.choices())
    if (choice.options.size() > 1)
      choices.push_back(fmt::format("{} ({})", choice.name, choice.options.size()));
  return fmt::format("{}: {}", definitions_in_words(runs), some_of(choices));
}

void add_rows(Section& section, const SectionRequest& request, const DefinitionRuns* runs,
              const Figure& lead) {
  if (section.tried.empty()) section.tried.push_back(row(request.definition_hash, lead));
  if (!runs || runs->definitions.size() < 2) return;
  auto lattice = row(lattice_hash(request, runs->definitions.size()), lead);
  lattice.words = lattice_in_words(*runs);
  lattice.definitions =
      static_cast<std::int64_t>(runs->distinct > 0 ? runs->distinct : runs->definitions.size());
  section.tried.push_back(std::move(lattice));
}

std::span<const PastTrial> past_of(const std::string& id, const SectionContext& context) {
  if (!context.past_trials) return {};
  const auto past = context.past_trials->find(id);
  return past == context.past_trials->end() ? std::span<const PastTrial>{} : std::span(past->second);
}

std::string looks_in_words(std::int64_t count) {
  return count_of(static_cast<std::size_t>(count), "definition");
}

void add_price(SectionMultiverse& multiverse, std::int64_t all, const DefinitionRuns& runs) {
  multiverse.looks = all;
  if (std::isnan(multiverse.p)) return;
  if (!std::isnan(runs.joint.own_adjusted_p)) {
    multiverse.p_adjusted = runs.joint.own_adjusted_p;
    multiverse.p_adjusted_by =
        fmt::format("Romano-Wolf over {}", count_of(runs.definitions.size(), "definition"));
    return;
  }
  multiverse.p_adjusted = corrected_for(all, multiverse.p);
  multiverse.p_adjusted_by =
      fmt::format("Bonferroni over {}", count_of(static_cast<std::size_t>(all), "look"));
}

// "1,240 definitions of this section so far; p = 0.034 alone, p > 0.99 corrected for all of them (Bonferroni)".
std::string looked_at(std::int64_t all, double p) {
  auto text = fmt::format("{} of this section so far", looks_in_words(all));
  if (std::isnan(p)) return text;
  return text + fmt::format("; {} alone, {} corrected for all of them (Bonferroni)", p_in_words(p),
                            p_in_words(corrected_for(all, p)));
}

}  // namespace

void add_looks(Section& section, const SectionRequest& request, const DefinitionRuns* runs,
               const SectionContext& context) {
  if (section.kind == "claims" || section.kind.empty() || request.definition_hash.empty()) return;
  const auto lead = lead_of(section);
  const bool counts_itself = !section.tried.empty();
  add_rows(section, request, runs, lead);
  const auto now = looks({}, section.tried), all = looks(past_of(section.id, context), section.tried);
  if (section.multiverse && runs) add_price(*section.multiverse, all, *runs);
  if (all > now && !counts_itself) section.facts.push_back({"Looked at", looked_at(all, lead.p)});
}

}  // namespace rerate
