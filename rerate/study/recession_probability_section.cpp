#include "rerate/study/recession_probability_section.h"

#include "rerate/study/recession_probability_charts.h"
#include "rerate/study/recession_probability_tables.h"
#include "rerate/study/recession_probability_words.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

RecessionQuestion question_of(const RecessionProbabilityRequest& request, const SectionContext& context) {
  auto question = request.question;
  question.curve = &context.input(request.curve).series;
  question.recession = &context.input(request.recessions).series;
  if (request.ebp) question.second = &context.input(*request.ebp).series;
  question.as_of = context.as_of;
  return question;
}

}  // namespace

Section recession_probability_section(const std::string& id, const std::string& title,
                                      const RecessionProbabilityRequest& request,
                                      const SectionContext& context) {
  const auto question = question_of(request, context);
  const auto found = recession_probability(question);

  Section section;
  section.id = id;
  section.kind = "recession_probability";
  section.title = title;
  section.headline = recession_headline(found, request);
  section.facts = recession_facts(found, request, context);
  section.numbers = recession_numbers(found);
  section.tables = recession_tables(found);
  section.charts = recession_charts(found, request, context.input(request.curve), context.recessions);
  section.details = recession_details(found, question.level);
  section.lights = {recession_light(found, request, context.as_of)};
  section.warnings = recession_warnings(found, request, context.as_of);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

Figures recession_probability_figures(const RecessionProbabilityRequest& request,
                                      const SectionContext& context, SharedWalks& shared) {
  const auto found = recession_probability(question_of(request, context), shared);
  return figures_from("recession_probability", recession_numbers(found), {});
}

}  // namespace rerate
