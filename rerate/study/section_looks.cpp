#include "rerate/study/section_looks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
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

std::int64_t different_of(const DefinitionRuns& runs) {
  return static_cast<std::int64_t>(runs.distinct > 0 ? runs.distinct : runs.definitions.size());
}

// Romano and Wolf's p-values judge the mean.
bool by_stepdown(const DefinitionRuns& runs, const Figure& lead) {
  return lead.name == "mean" && !std::isnan(lead.p) && !std::isnan(runs.joint.own_adjusted_p);
}

// Different definitions that the stepdown is over.
std::int64_t stood_for(const DefinitionRuns& runs) {
  const auto by_test = static_cast<std::int64_t>(runs.joint.different);
  return by_test > 0 ? std::min(by_test, different_of(runs)) : different_of(runs);
}

// What all different definitions of the lattice leave of the lead number's p-value. Where the stepdown is over fewer of them, the
// others cost what Bonferroni has them cost.
double corrected_within(const DefinitionRuns& runs, const Figure& lead) {
  const auto different = different_of(runs);
  if (!by_stepdown(runs, lead)) return corrected_for(different, lead.p);
  return corrected_for(different, runs.joint.own_adjusted_p, stood_for(runs));
}

void add_rows(Section& section, const SectionRequest& request, const DefinitionRuns* runs, const Figure& lead,
              std::uint64_t ran) {
  if (section.tried.empty()) section.tried.push_back(row(request.definition_hash, lead));
  if (!runs || runs->definitions.size() < 2 || different_of(*runs) < 2) return;
  auto lattice = row(lattice_hash(request), lead);
  lattice.words = lattice_in_words(*runs);
  lattice.definitions = different_of(*runs);
  lattice.p = corrected_within(*runs, lead);
  const auto counted = runs->definitions.size();
  lattice.lattice = std::make_shared<RememberedLattice>(
      remembered_lattice(request, std::max<std::uint64_t>(ran, counted), counted));
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

// "Romano-Wolf over 22 definitions, for 1,340 looks".
std::string correction_in_words(const DefinitionRuns& runs, bool stepdown, std::int64_t all) {
  const auto count = count_of(static_cast<std::size_t>(all), "look");
  if (!stepdown) return fmt::format("Bonferroni over {}", count);
  const auto over = fmt::format("Romano-Wolf over {}", count_of(runs.definitions.size(), "definition"));
  return all > different_of(runs) ? fmt::format("{}, for {}", over, count) : over;
}

// The price, and what it leaves of every definition's p-value.
void add_price(Section& section, const SectionRequest& request, std::int64_t all, const DefinitionRuns& runs,
               const Figure& lead) {
  auto& multiverse = *section.multiverse;
  multiverse.looks = all;
  const bool stepdown = by_stepdown(runs, lead);
  if (!std::isnan(multiverse.p)) {
    multiverse.p_adjusted = corrected_for(all, corrected_within(runs, lead), different_of(runs));
    multiverse.p_adjusted_by = correction_in_words(runs, stepdown, all);
  }
  if (!stepdown) return;
  const double times = static_cast<double>(all) / static_cast<double>(stood_for(runs));
  section.facts.push_back(correction_fact(runs, request.multiverse.alpha, std::max(times, 1.0), all));
}

// "1,240 definitions of this section so far; p = 0.034 alone, p > 0.99 corrected for all of them (Bonferroni)".
std::string looked_at(const Section& section, std::int64_t all, double p) {
  auto text = fmt::format("{} of this section so far", looks_in_words(all));
  if (std::isnan(p)) return text;
  const bool priced = section.multiverse && !std::isnan(section.multiverse->p_adjusted);
  return text + fmt::format("; {} alone, {} corrected for all of them ({})", p_in_words(p),
                            p_in_words(priced ? section.multiverse->p_adjusted : corrected_for(all, p)),
                            priced ? section.multiverse->p_adjusted_by : "Bonferroni");
}

}  // namespace

void add_looks(Section& section, const SectionRequest& request, const DefinitionRuns* runs,
               const SectionContext& context, std::uint64_t ran) {
  if (section.kind == "claims" || section.kind.empty() || request.definition_hash.empty()) return;
  const auto lead = lead_of(section);
  const bool counts_itself = !section.tried.empty();
  add_rows(section, request, runs, lead, ran);
  const auto now = looks({}, section.tried), all = looks(past_of(section.id, context), section.tried);
  if (section.multiverse && runs && !runs->stopped) add_price(section, request, all, *runs, lead);
  if (all > now && !counts_itself) section.facts.push_back({"Looked at", looked_at(section, all, lead.p)});
}

}  // namespace rerate
