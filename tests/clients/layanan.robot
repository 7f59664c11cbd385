*** Settings ***
Documentation       The SKM SOP and the diagram with service tasks, by the keywords of robotframework-camunda.
Library             Collections
Library             CamundaLibrary    ${URL}
Library             tests.clients.robot_hands
Suite Setup         As    ${OWNER_TOKEN}

*** Test Cases ***
Deploy Both Diagrams
    Get Version
    ${made}=    Deploy    ${DIAGRAM}
    ${again}=    Deploy    ${DIAGRAM}
    Should Be Equal    ${again}[id]    ${made}[id]
    Should Be Equal    ${again}[deployed_process_definitions]    ${None}
    ${made}=    Deploy    @{FILES}
    Should Be Equal    ${made}[tenantId]    ${OFFICE}
    ${kept}=    Get Deployments    ${made}[id]
    Length Should Be    ${kept}    1
    ${found}=    Get Process Definitions    key=${SERVICE}    latest_version=true
    Length Should Be    ${found}    1

Walk The Procedure
    [Tags]    long
    As    ${WORKER_TOKEN}
    ${case}=    Start Process    ${SKM}    business_key=robot SKM
    ${found}=    Get Process Instances    business_key=robot SKM
    Should Be Equal    ${found}[0][id]    ${case}[id]
    ${tree}=    Get Activity Instance    id=${case}[id]
    Should Be Equal    ${tree}[child_activity_instances][0][activity_id]    langkah_1
    People Walk The Procedure    ${case}[id]
    ${state}=    State Of    ${case}[id]
    Should Be Equal    ${state}    COMPLETED

Start With Service Tasks
    As    ${WORKER_TOKEN}
    ${variables}=    Create Dictionary    nik=000
    ${scan}=    File Of    scan
    ${files}=    Create Dictionary    pindaian=${scan}
    ${case}=    Start Process    ${SERVICE}    ${variables}    ${files}    business_key=robot layanan
    Set Suite Variable    ${CASE}    ${case}[id]
    ${nik}=    Get Process Instance Variable    ${CASE}    nik
    Should Be Equal    ${nik}    000

Fail And Retry
    [Tags]    long
    ${many}=    Get Amount Of Workloads    cek-nik    process_instance_id=${CASE}
    Should Be Equal As Integers    ${many}    1
    Fetch Workload    cek-nik    async_response_timeout=${5000}
    Unlock
    Fetch Workload    cek-nik    async_response_timeout=${5000}
    Notify Failure    retries=${1}    error_message=Layanan sibuk    error_details=rinci    retry_timeout=${1}
    Wait Until Keyword Succeeds    20x    200ms    Workload Is There
    ${task}=    Get Fetch Response
    Should Be Equal As Integers    ${task}[retries]    1
    Notify Failure    error_message=Layanan sibuk    retry_timeout=${1}
    As    ${OWNER_TOKEN}
    ${incidents}=    Get Incidents    process_instance_id=${CASE}
    Length Should Be    ${incidents}    1
    Should Be Equal    ${incidents}[0][incident_message]    Layanan sibuk
    Owner Allows A Retry    ${task}[id]
    As    ${WORKER_TOKEN}

Catch An Error
    ${variables}=    Fetch Workload    cek-nik    async_response_timeout=${5000}
    Should Be Equal    ${variables}[nik]    000
    ${tried}=    Create Dictionary    dicoba=${1}
    Throw Bpmn Error    NIK_TIDAK_TERDAFTAR    tidak terdaftar    ${tried}
    ${step}=    Staff Complete    ${CASE}    nik=6106010101900001
    Should Be Equal    ${step}    perbaiki
    ${variables}=    Fetch Workload    cek-nik    async_response_timeout=${5000}
    Should Be Equal    ${variables}[nik]    6106010101900001
    Should Be Equal    ${variables}[kode_galat]    NIK_TIDAK_TERDAFTAR
    ${results}=    Create Dictionary    nik_sah=${True}
    Complete Task    ${results}

Correlate And Print
    ${variables}=    Create Dictionary    loket=2
    Deliver Message    berkas_asli_diterima    business_key=robot layanan    process_variables=${variables}
    Fetch Workload    cetak-surat    async_response_timeout=${5000}
    ${file}=    Download File From Variable    pindaian
    Bytes Are    ${file}    scan
    ${letter}=    File Of    letter
    ${files}=    Create Dictionary    surat=${letter}
    Complete Task    files=${files}
    ${step}=    Staff Complete    ${CASE}
    Should Be Equal    ${step}    serahkan
    ${state}=    State Of    ${CASE}
    Should Be Equal    ${state}    COMPLETED

*** Keywords ***
As
    [Arguments]    ${token}
    ${configuration}=    Create Dictionary    host=${URL}    api_key=${token}    api_key_prefix=Bearer
    Set Camunda Configuration    ${configuration}

Workload Is There
    ${variables}=    Fetch Workload    cek-nik    async_response_timeout=${1000}
    Dictionary Should Contain Key    ${variables}    nik
